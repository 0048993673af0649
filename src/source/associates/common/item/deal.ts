import type { Deal, MembersAccess } from '../../../../product/offer.ts';
import { text } from '../../../json.ts';
import { field } from '../field.ts';

/** The deal of an OffersV2 listing; `undefined` if the listing has none, or none of its facts are readable. */
export function readDeal(listing: unknown): Deal | undefined {
  const details = field(listing, 'dealDetails');
  const badge = readBadge(field(details, 'badge'));
  const startsAt = readTime(field(details, 'startTime'));
  const endsAt = readTime(field(details, 'endTime'));
  const percentClaimed = readPercent(field(details, 'percentClaimed'));
  const access = membersAccess(details);
  const deal = {
    ...(badge !== undefined && { badge }),
    ...(startsAt !== undefined && { startsAt }),
    ...(endsAt !== undefined && { endsAt }),
    ...(percentClaimed !== undefined && { percentClaimed }),
    ...(access !== undefined && { access }),
  };
  return Object.keys(deal).length === 0 ? undefined : deal;
}

/** Who gets the price of a deal: `undefined` for `ALL`. Source: "OffersV2" in the documentation of both APIs. */
export function membersAccess(details: unknown): MembersAccess | undefined {
  const stated = text(field(details, 'accessType'))?.toUpperCase();
  return stated === 'PRIME_EXCLUSIVE' || stated === 'PRIME_EARLY_ACCESS' ? stated : undefined;
}

/** A badge that ends with a space, such as "Ends in ", is the beginning of a countdown (documented sample). */
function readBadge(value: unknown): string | undefined {
  if (typeof value !== 'string' || /\s$/.test(value) || !/[\p{L}\p{N}]/u.test(value)) return undefined;
  return text(value);
}

/** A time in UTC, with or without seconds (`2024-11-06T05:35Z`), in milliseconds since the epoch. */
function readTime(value: unknown): number | undefined {
  const stated = text(value) ?? '';
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/.test(stated) ? Date.parse(stated) : NaN;
  return time >= 0 ? time : undefined;
}

/** A number in recorded answers, text in the documentation. */
function readPercent(value: unknown): number | undefined {
  const percent = typeof value === 'string' && /^\d{1,3}$/.test(value.trim()) ? Number(value) : value;
  const isPercent = typeof percent === 'number' && Number.isInteger(percent) && percent >= 0 && percent <= 100;
  return isPercent ? percent : undefined;
}
