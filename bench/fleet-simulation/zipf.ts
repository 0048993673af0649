/** Draws products by Zipf's law: the product of rank `n` is requested 1 / `n` as often as the first. */
export function zipf(products: number, random: () => number): () => number {
  const cumulative = new Float64Array(products);
  let sum = 0;
  for (let rank = 0; rank < products; rank += 1) cumulative[rank] = sum += 1 / (rank + 1);
  return () => {
    const drawn = random() * sum;
    let [low, high] = [0, products - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulative[middle] ?? 0) < drawn) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
