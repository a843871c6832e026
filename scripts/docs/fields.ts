import '../../src/models/all-texts';
import type { Field, Fields } from '../../src/models/field';
import { NOISE_FIELDS, SHAKE } from '../../src/models/noise/noise';
import { OPTIMIZER_FIELDS } from '../../src/models/optimizer/optimizer';
import {
  LOSS_MODELS,
  NOISE_MODELS,
  OPTIMIZER_MODELS,
  SCHEDULE_MODELS,
} from '../../src/models/registry';
import { fieldText } from '../../src/spec/field-text';

/** Models by group and kind, as the marks in the documents name them. */
export const MODELS: Readonly<
  Record<string, Readonly<Record<string, { simd: string | null; fields?: Fields }>>>
> = {
  optimizer: OPTIMIZER_MODELS,
  loss: LOSS_MODELS,
  noise: NOISE_MODELS,
  schedule: SCHEDULE_MODELS,
};

/** Groups of the spec that hold the fields of others. */
const HOLDERS: Readonly<Record<string, string>> = { schedule: 'optimizer' };

/** Fields that every kind of a group has. */
const SHARED: Readonly<Record<string, Fields>> = {
  optimizer: OPTIMIZER_FIELDS,
  noise: { ...NOISE_FIELDS, shake: SHAKE },
};

/**
 * Fills the marked places of a document, `<!-- fields:optimizer/svrg -->` to `<!-- /fields -->`,
 * with tables from the registry. A mark without a kind takes the fields that the group shares.
 *
 * @throws Error naming the mark when the registry has no such group or kind.
 */
export function fillFields(text: string): string {
  return text.replace(
    /(<!-- fields:([\w-]+)(?:\/([\w-]+))? -->\n)[\s\S]*?(<!-- \/fields -->)/g,
    (_, start: string, group: string, kind: string | undefined, end: string) => {
      const fields =
        kind === undefined
          ? SHARED[group]
          : MODELS[group]?.[kind] && (MODELS[group][kind].fields ?? {});
      if (!fields) throw new Error(`The registry has nothing for ${start.trim()}.`);
      return `${start}${tableOf(HOLDERS[group] ?? group, fields)}${end}`;
    },
  );
}

function tableOf(group: string, fields: Fields): string {
  const text = (name: string) => {
    const found = fieldText({ group, name });
    if (!found) throw new Error(`The registry has no text for ${group}.${name}.`);
    return found;
  };
  const rows = Object.entries(fields).map(
    ([name, field]) =>
      `| \`${group}.${name}\` | ${text(name).symbol} | ${text(name).label} | ${defaultOf(field)} | ${acceptedBy(field)} |\n`,
  );
  if (rows.length === 0) return '\nNo fields of its own.\n\n';
  return `\n| field | symbol | meaning | default | accepted |\n|---|---|---|---|---|\n${rows.join('')}\n`;
}

function defaultOf(field: Field): string {
  if (field.type === 'list') return `\`[${field.default.join(', ')}]\``;
  if (field.type === 'texts') return `\`${JSON.stringify(field.default)}\``;
  if (field.type === 'text') return `\`"${field.default}"\``;
  if (field.type === 'named') return 'none';
  if ('optional' in field && field.optional) return 'left out';
  return field.default === null ? 'depends on the loss' : `${field.default}`;
}

function acceptedBy(field: Field): string {
  if (field.type === 'text')
    return field.only?.accepted ?? `a text of at most ${field.most} characters`;
  if (field.type === 'texts')
    return `at most ${field.most} texts of at most ${field.characters} characters`;
  const range = `${field.min} to ${'belowMax' in field && field.belowMax ? 'below ' : ''}${field.max}`;
  if (field.type === 'list')
    return `${field.length === 1 ? 'one number' : 'a number for each coordinate'}, ${range}`;
  if (field.type === 'named') return `at most ${field.most}, by names of your own, ${range}`;
  if (field.min === field.max) return `${field.min}`;
  if ('listed' in field && field.listed) return `${range}, or a list of one for each coordinate`;
  return field.type === 'whole' ? `whole numbers, ${range}` : range;
}
