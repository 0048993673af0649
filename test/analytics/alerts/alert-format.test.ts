import { expect, test } from 'vitest';
import { z } from 'zod';
import { alertBody, alertFormatOf, type Alert } from '../../../src/analytics/alerts/alert-format.ts';

const alert: Alert = {
  service: 'asin-gateway',
  condition: 'cache store down',
  state: 'RAISED',
  at: '2026-11-23T12:00:00.000Z',
  text: 'The cache store is unavailable: <a> & b.',
};

test.each([
  ['https://hooks.slack.com/services/T0/B0/x', 'slack'],
  ['https://hooks.slack-gov.com/services/T0/B0/x', 'slack'],
  ['https://prod-12.westeurope.logic.azure.com:443/workflows/x/triggers/manual/paths/invoke?sig=y', 'teams'],
  ['https://default1.23.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/x', 'teams'],
  ['https://shop.webhook.office.com/webhookb2/x', 'teams'],
  ['https://alerts.example/hooks/slack', 'json'],
  ['https://hooks.slack.com.example/services', 'json'],
  ['https://nothooks.slack.com/services', 'json'],
])('the host of %s takes %s', (url, format) => {
  expect(alertFormatOf(url)).toBe(format);
});

test('our own JSON is the alert as it is', () => {
  expect(JSON.parse(alertBody(alert, 'json'))).toEqual(alert);
});

test('Slack gets one text, in which its markup characters are escaped', () => {
  expect(JSON.parse(alertBody(alert, 'slack'))).toEqual({
    text: 'asin-gateway: The cache store is unavailable: &lt;a&gt; &amp; b.',
  });
  expect(JSON.parse(alertBody({ ...alert, state: 'CLEARED', text: 'It works.' }, 'slack'))).toEqual({
    text: 'asin-gateway: Over: It works.',
  });
});

/** The parts of https://adaptivecards.io/schemas/adaptive-card.json that are used. */
const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: z.string().min(1),
  wrap: z.boolean().optional(),
  weight: z.enum(['Default', 'Lighter', 'Bolder']).optional(),
  size: z.enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge']).optional(),
  color: z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']).optional(),
});
const factSet = z.strictObject({
  type: z.literal('FactSet'),
  facts: z.array(z.strictObject({ title: z.string(), value: z.string() })).min(1),
});
const teamsMessage = z.strictObject({
  type: z.literal('message'),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
        type: z.literal('AdaptiveCard'),
        version: z.literal('1.4'),
        body: z.array(z.discriminatedUnion('type', [textBlock, factSet])).min(1),
      }),
    }),
  ]),
});

test.each(['RAISED', 'CLEARED'] as const)('Teams gets %s as a message with one Adaptive Card', (state) => {
  const body = alertBody({ ...alert, state }, 'teams');
  expect(teamsMessage.parse(JSON.parse(body))).toEqual(JSON.parse(body));
  for (const part of [alert.service, alert.condition, state, alert.at, alert.text]) expect(body).toContain(part);
});
