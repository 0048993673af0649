/** A way of delivery, as the associates APIs' `DeliveryFlags` name it. */
export type SandboxDelivery = 'AmazonGlobal' | 'FreeShipping' | 'FulfilledByAmazon' | 'Prime';

/** Two products in three are stored by Amazon, which makes them Prime; the others may still be sent for free or abroad. */
export function drawDelivery(random: () => number): readonly SandboxDelivery[] {
  const isStored = random() < 0.66;
  const isFree = isStored || random() < 0.5;
  const isGlobal = random() < 0.4;
  return [
    ...(isGlobal ? (['AmazonGlobal'] as const) : []),
    ...(isFree ? (['FreeShipping'] as const) : []),
    ...(isStored ? (['FulfilledByAmazon', 'Prime'] as const) : []),
  ];
}
