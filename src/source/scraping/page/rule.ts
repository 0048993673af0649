import type { Element } from 'domhandler';
import type { MarketplaceCode } from '../../../product/marketplace.ts';
import type { StoreDocument } from './document.ts';

/** What the rules of a page look at. */
export type PageView = {
  readonly document: StoreDocument;
  readonly marketplace: MarketplaceCode;
  /** ISO 4217 code of the store's own prices. */
  readonly currency: string;
  /** The item is sold refurbished under its own ASIN, so that the refurbished offer is the featured one. */
  readonly refurbished: boolean;
  /** Told which rule found a field, `none` when no rule did. */
  readonly onHit: (field: string, rule: string) => void;
};

/** One way to find a field. Its name is what the drift metric shows, so it stays the same while the rule does. */
export type Rule<T> = {
  readonly name: string;
  /** The value, already checked for plausibility; `undefined` when this way does not find one. */
  readonly read: (view: PageView) => T | undefined;
};

/** Tries the rules in order; the first plausible value wins, and which rule it was is reported. */
export function pick<T>(view: PageView, field: string, rules: readonly Rule<T>[]): T | undefined {
  for (const rule of rules) {
    const value = rule.read(view);
    if (value === undefined) continue;
    view.onHit(field, rule.name);
    return value;
  }
  view.onHit(field, 'none');
  return undefined;
}

/** A reading of one element. */
export type Reading<T> = (element: Element, view: PageView) => T | undefined;

/** The first element that matches, and no other: where later ones with the same id belong to other products. */
export function first<T>(selector: string, read: Reading<T>): Rule<T> {
  return {
    name: selector,
    read(view) {
      const element = view.document.all(selector)[0];
      return element === undefined ? undefined : read(element, view);
    },
  };
}

/** The first of the matching elements that can be read. */
export function any<T>(selector: string, read: Reading<T>): Rule<T> {
  return {
    name: selector,
    read(view) {
      for (const element of view.document.all(selector)) {
        const value = read(element, view);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}
