import { builder } from './builder.ts';

/** All 22 marketplaces are listed from the start, because adding a value breaks a supergraph. */
export const MarketplaceEnum = builder.enumType('Marketplace', {
  description:
    'One of the 22 Amazon marketplaces. Prices, availability and even the product behind an ASIN differ between marketplaces, so a product always belongs to one marketplace.',
  values: {
    AE: { description: 'United Arab Emirates: amazon.ae, prices in AED.' },
    AU: { description: 'Australia: amazon.com.au, prices in AUD.' },
    BE: { description: 'Belgium: amazon.com.be, prices in EUR.' },
    BR: { description: 'Brazil: amazon.com.br, prices in BRL.' },
    CA: { description: 'Canada: amazon.ca, prices in CAD.' },
    DE: { description: 'Germany: amazon.de, prices in EUR.' },
    EG: { description: 'Egypt: amazon.eg, prices in EGP.' },
    ES: { description: 'Spain: amazon.es, prices in EUR.' },
    FR: { description: 'France: amazon.fr, prices in EUR.' },
    IE: { description: 'Ireland: amazon.ie, prices in EUR.' },
    IN: { description: 'India: amazon.in, prices in INR.' },
    IT: { description: 'Italy: amazon.it, prices in EUR.' },
    JP: { description: 'Japan: amazon.co.jp, prices in JPY.' },
    MX: { description: 'Mexico: amazon.com.mx, prices in MXN.' },
    NL: { description: 'Netherlands: amazon.nl, prices in EUR.' },
    PL: { description: 'Poland: amazon.pl, prices in PLN.' },
    SA: { description: 'Saudi Arabia: amazon.sa, prices in SAR.' },
    SE: { description: 'Sweden: amazon.se, prices in SEK.' },
    SG: { description: 'Singapore: amazon.sg, prices in SGD.' },
    TR: { description: 'Türkiye: amazon.com.tr, prices in TRY.' },
    UK: { description: 'United Kingdom: amazon.co.uk, prices in GBP.' },
    US: { description: 'United States: amazon.com, prices in USD.' },
  },
});
