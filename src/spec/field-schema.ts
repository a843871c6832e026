import * as v from 'valibot';
import { type Field, type Fields, LARGEST_MAGNITUDE, type NamedField } from '../models/field';
import { coordinates, object, single, wholeFrom, within } from './schema-parts';

/** Schema of a field of a model; its default is filled in where it has one. */
export function fieldSchema(field: Field) {
  if (field.type === 'list') {
    const one = within(field.min, field.max, acceptedNumber(field));
    return v.optional(field.length === 1 ? single(one) : coordinates(one), [...field.default] as [
      number,
    ]);
  }
  if (field.type === 'text') {
    const { most, only } = field;
    const accepted = only?.accepted ?? `a text of 1 to ${most} characters`;
    const pattern = new RegExp(only?.pattern ?? '');
    const schema = v.pipe(
      v.string(accepted),
      v.check((text) => text.length >= 1 && text.length <= most && pattern.test(text), accepted),
    );
    return v.optional(schema, field.default);
  }
  if (field.type === 'texts') {
    const accepted = `a list of at most ${field.most} texts of 1 to ${field.characters} characters`;
    const schema = v.pipe(
      v.array(v.string(accepted), accepted),
      v.check(
        (list) =>
          list.length <= field.most &&
          list.every((text) => text.length >= 1 && text.length <= field.characters),
        accepted,
      ),
    );
    return v.optional(schema, [...field.default]);
  }
  if (field.type === 'named') return v.optional(namedSchema(field), {});
  const { min, max, aboveMin, belowMax } = field;
  const schema =
    field.type === 'whole'
      ? wholeFrom(min, max)
      : v.pipe(
          v.number(acceptedNumber(field)),
          v.check(
            (x) => (aboveMin ? x > min : x >= min) && (belowMax ? x < max : x <= max),
            acceptedNumber(field),
          ),
        );
  const taken = field.listed
    ? v.union(
        [schema, coordinates(schema)],
        ({ input }) =>
          `${acceptedNumber(field)}${Array.isArray(input) ? ', or a list of such numbers' : ''}`,
      )
    : schema;
  return field.default === null ? v.optional(taken) : v.optional(taken, field.default);
}

/** Numbers by names: a number alone, or with the range of its slider. */
function namedSchema({ most, min, max }: NamedField) {
  const one = within(min, max, acceptedNumber({ min, max }));
  const accepted = `at most ${most} numbers by their names`;
  const item = v.union(
    [one, object({ value: one, min: one, max: one })],
    'a number or an object with the fields value, min, max',
  );
  return v.pipe(
    v.record(v.string(), item, accepted),
    v.check((record) => Object.keys(record).length <= most, accepted),
    v.check(
      (record) =>
        Object.values(record).every((entry) => typeof entry === 'number' || entry.min < entry.max),
      'a number min below max',
    ),
  );
}

function acceptedNumber({ min, max, ...field }: { min: number; max: number }): string {
  if ('aboveMin' in field && field.aboveMin)
    return `a number above ${min} and at most ${short(max)}`;
  if ('belowMax' in field && field.belowMax) return `a number from ${min} to below ${max}`;
  return min === -max && max === LARGEST_MAGNITUDE
    ? `a number between ${short(min)} and ${short(max)}`
    : `a number from ${short(min)} to ${short(max)}`;
}

/** 1e30, not 1e+30. */
const short = (value: number) => String(value).replace('+', '');

export function fieldSchemas(fields: Fields): Record<string, ReturnType<typeof fieldSchema>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)]),
  );
}
