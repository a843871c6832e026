/** A written number whose whole part has commas between its thousands: 1234567.25 is 1,234,567.25. */
export function grouped(text: string): string {
  return text.replace(/^-?\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ','));
}
