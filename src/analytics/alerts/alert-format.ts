/** The form of a posted alert: our own JSON, or what the incoming webhooks of Slack or Microsoft Teams take. */
export type AlertFormat = (typeof alertFormats)[number];

export const alertFormats = ['json', 'slack', 'teams'] as const;

/** An alert, and the JSON that is posted in the format `json`. */
export type Alert = {
  readonly service: 'asin-gateway';
  /** The name of the condition, such as `low success rate CREATORS_API`. */
  readonly condition: string;
  readonly state: 'RAISED' | 'CLEARED';
  /** ISO 8601. */
  readonly at: string;
  readonly text: string;
};

/** Domains of the services. A webhook of Teams is a workflow of Power Automate, formerly a connector of Office 365. */
const domains: readonly (readonly [string, AlertFormat])[] = [
  ['hooks.slack.com', 'slack'],
  ['hooks.slack-gov.com', 'slack'],
  ['webhook.office.com', 'teams'],
  ['logic.azure.com', 'teams'],
  ['api.powerplatform.com', 'teams'],
  ['api.powerautomate.com', 'teams'],
];

/** The format that the host of a webhook takes; `json` for any other host. */
export function alertFormatOf(url: string): AlertFormat {
  const host = new URL(url).hostname;
  return domains.find(([domain]) => host === domain || host.endsWith(`.${domain}`))?.[1] ?? 'json';
}

/** An alert as the JSON text of a post. */
export function alertBody(alert: Alert, format: AlertFormat): string {
  if (format === 'slack') return JSON.stringify({ text: escapedForSlack(lineOf(alert)) });
  return JSON.stringify(format === 'teams' ? cardOf(alert) : alert);
}

function lineOf({ service, state, text }: Alert): string {
  return `${service}: ${state === 'RAISED' ? text : `Over: ${text}`}`;
}

/** Slack reads these three characters as the beginning of its markup. */
function escapedForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An Adaptive Card, as the only attachment of a message. */
function cardOf(alert: Alert) {
  const { condition, state, at, text } = alert;
  const color = state === 'RAISED' ? 'Attention' : 'Good';
  const facts = [
    { title: 'Condition', value: condition },
    { title: 'State', value: state },
    { title: 'Time', value: at },
  ];
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { type: 'TextBlock', text: alert.service, weight: 'Bolder', size: 'Medium', color },
      { type: 'TextBlock', text, wrap: true },
      { type: 'FactSet', facts },
    ],
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}
