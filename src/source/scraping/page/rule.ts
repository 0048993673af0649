import type { Element } from 'domhandler';
import type { MarketplaceCode } from '../../../product/marketplace.ts';
import type { Language } from '../languages/language.ts';
import type { PageDocument } from './document.ts';

/** A page as rules see it. */
export type PageView = {
  readonly document: PageDocument;
  readonly marketplace: MarketplaceCode;
  /** ISO 4217 code of the marketplace's own prices. */
  readonly currency: string;
  /** Every language, the page's own first. */
  readonly languages: readonly Language[];
  /** The offer that price, stock and seller are read from. */
  readonly offer: FeaturedOffer;
  /** Called with the rule that found a field, or with `none`. */
  readonly onHit: (field: string, rule: string) => void;
};

/** The offer that the page puts first. */
export type FeaturedOffer = {
  /** `Used` when the buy box offers used copies only, which is no featured offer of ours. */
  readonly condition: 'New' | 'Refurbished' | 'Used';
  /** Name of its row where the buy box is an accordion, e.g. `newAccordionRow`. */
  readonly row?: string;
};

/** One way to find a field. Its name is what the drift metric shows, so it stays the same while the rule does. */
export type Rule<T> = {
  readonly name: string;
  /** Returns the value, already checked for plausibility; `undefined` when this way does not find one. */
  readonly read: (view: PageView) => T | undefined;
};

/** Tries the rules in order; the first plausible value wins, and the rule that found it is reported. */
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

/** Reads a value from one element. */
export type Reading<T> = (element: Element, view: PageView) => T | undefined;

/** Reads the first element that matches and no other: later ones with the same id belong to other products. */
export function first<T>(selector: string, read: Reading<T>): Rule<T> {
  return {
    name: selector,
    read(view) {
      const element = view.document.all(selector)[0];
      return element === undefined ? undefined : read(element, view);
    },
  };
}

/** Reads the first of the matching elements that yields a value. */
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
