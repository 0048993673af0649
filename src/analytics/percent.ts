/** A share between 0 and 1 as `97 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
