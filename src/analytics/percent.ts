/** A share from 0 to 1 in whole percent, e.g. `42 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
