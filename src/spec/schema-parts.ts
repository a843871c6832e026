import * as v from 'valibot';
import { LARGEST_MAGNITUDE } from '../models/field';
import { MOST_COORDINATES } from '../models/loss/loss';

/** What the schemas of specs and sweeps are made of; each says what it accepts. */

export const finite = (accepted: string) =>
  v.pipe(
    v.number(accepted),
    v.check((x) => Math.abs(x) <= LARGEST_MAGNITUDE, accepted),
  );
export const real = finite('a number between -1e30 and 1e30');
export const within = (low: number, high: number, accepted: string) =>
  v.pipe(
    v.number(accepted),
    v.check((x) => x >= low && x <= high, accepted),
  );
export const positive = v.pipe(
  finite('a number above 0 and at most 1e30'),
  v.check((x) => x > 0, 'a number above 0 and at most 1e30'),
);
export const wholeFrom = (low: number, high: number) => {
  const accepted = low === high ? `${low} alone` : `a whole number from ${low} to ${high}`;
  return v.pipe(
    v.number(accepted),
    v.check((x) => Number.isInteger(x) && x >= low && x <= high, accepted),
  );
};
export const choice = <const T extends readonly string[]>(options: T) =>
  v.picklist(
    options,
    options.length === 1 ? `"${options[0]}"` : options.map((o) => `"${o}"`).join(' or '),
  );
/** Whether a list has 1 to `most` entries; valibot's own checks of lengths are larger. */
export const countIs = (list: readonly unknown[], most: number) =>
  list.length >= 1 && list.length <= most;

export const coordinates = <S extends v.GenericSchema<number, number>>(item: S) => {
  const accepted = `a list of 1 to ${MOST_COORDINATES} numbers`;
  return v.pipe(
    v.array(item, accepted),
    v.check((list) => countIs(list, MOST_COORDINATES), accepted),
  );
};
export const single = <S extends v.GenericSchema<number, number>>(item: S) =>
  v.pipe(
    v.custom<unknown[]>((list) => Array.isArray(list) && list.length === 1, 'a list of 1 number'),
    v.array(item),
  );
/** @param names  Fields that a refusal names: all, where it is left out. */
export const object = <E extends v.ObjectEntries>(entries: E, names = Object.keys(entries)) => {
  const fields = names.join(', ');
  return v.strictObject(entries, (issue) =>
    issue.expected === 'never'
      ? `one of the fields ${fields}`
      : `an object with the fields ${fields}`,
  );
};
