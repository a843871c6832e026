import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import '../src/models/all-texts';
import { type Field, LARGEST_MAGNITUDE } from '../src/models/field';
import { LOSS_MODELS, NOISE_MODELS, OPTIMIZER_MODELS } from '../src/models/registry';
import { fieldText } from '../src/spec/field-text';
import { KINDS, specSchema } from '../src/spec/schema';
import { SweepSchema } from '../src/spec/sweep-schema';
import { reportSchema } from './report-schema';

type Node = Record<string, unknown> & {
  properties?: Record<string, Node>;
  required?: string[];
  oneOf?: Node[];
};

/**
 * JSON Schemas (draft 7), by their files, for editors and other programs: of what people write, made
 * of the schemas that read it, and of the benchmark's report. They say what each field may be by
 * itself; what goes together is only known to `parseSpec` and `parseSweep`.
 */
export function jsonSchemas(): Record<string, string> {
  const spec = convert(specSchema(), 'A spec of Saddlescape');
  const sweep = convert(SweepSchema, 'A sweep of Saddlescape');
  const { $schema, title, ...base } = spec;
  sweep.properties!.base = { ...base, default: {} };
  return {
    'schemas/spec.schema.json': written(spec),
    'schemas/sweep.schema.json': written(sweep),
    'schemas/bench-report.schema.json': written({
      $schema: spec.$schema,
      title: 'A report of the benchmark of Saddlescape',
      ...(toJsonSchema(reportSchema, { target: 'draft-07' }) as Node),
    }),
  };
}

const written = (schema: Node) => `${JSON.stringify(schema, null, 2)}\n`;

function convert(schema: ReturnType<typeof specSchema> | typeof SweepSchema, title: string): Node {
  const node = toJsonSchema(schema, {
    target: 'draft-07',
    typeMode: 'input',
    overrideAction: ({ valibotAction, jsonSchema }) => {
      if (valibotAction.type !== 'check') return null;
      const { message } = valibotAction as unknown as { message: string };
      return { ...jsonSchema, ...boundsOf(message), description: message } as JsonSchema;
    },
    overrideSchema: ({ valibotSchema, jsonSchema }) => {
      if (valibotSchema.type !== 'custom') return null;
      const { message } = valibotSchema as unknown as { message: string };
      return { ...jsonSchema, ...customs(message), description: message } as JsonSchema;
    },
  }) as Node;
  const { $schema, ...rest } = node;
  const whole = { $schema, title, ...(tidied(rest, []) as Node) } as Node;
  whole.properties = { $schema: { type: 'string' }, ...whole.properties };
  return whole;
}

/** Patterns of the texts that kinds have, by what is accepted. */
const TEXT_PATTERNS: Readonly<Record<string, string>> = Object.fromEntries(
  [LOSS_MODELS, NOISE_MODELS, OPTIMIZER_MODELS]
    .flatMap((models) =>
      Object.values(models).flatMap(({ fields }) => Object.values<Field>(fields)),
    )
    .flatMap((field) =>
      field.type === 'text' && field.only ? [[field.only.accepted, field.only.pattern]] : [],
    ),
);

/** What the sentence of a check says in the words of JSON Schema. */
function boundsOf(accepted: string): object {
  const number = String.raw`(-?[\d.]+(?:e-?\d+)?)`;
  const read = (pattern: string) =>
    new RegExp(`^${pattern}$`).exec(accepted)?.slice(1).map(Number) ?? null;
  const whole = read(`a whole number from ${number} to ${number}`);
  if (whole) return { type: 'integer', minimum: whole[0], maximum: whole[1] };
  const from = read(`a number (?:from|between) ${number} (?:to|and) ${number}`);
  if (from) return { minimum: from[0], maximum: from[1] };
  const above = read(`a number above ${number} and at most ${number}`);
  if (above) return { exclusiveMinimum: above[0], maximum: above[1] };
  const below = read(`a number from ${number} to below ${number}`);
  if (below) return { minimum: below[0], exclusiveMaximum: below[1] };
  const open = read(`a number above ${number} and below ${number}`);
  if (open) return { exclusiveMinimum: open[0], exclusiveMaximum: open[1] };
  const list = read(`a list of ${number} to ${number} .*`);
  if (list) return { minItems: list[0], maxItems: list[1] };
  const text = read(`a text of ${number} to ${number} characters`);
  if (text) return { minLength: text[0], maxLength: text[1] };
  const texts = read(`a list of at most ${number} texts of 1 to ${number} characters`);
  if (texts)
    return { maxItems: texts[0], items: { type: 'string', minLength: 1, maxLength: texts[1] } };
  const alone = read(`${number} alone`);
  if (alone) return { const: alone[0] };
  const named = read(`at most ${number} numbers by their names`);
  if (named) return { maxProperties: named[0] };
  // Two fields of one object are not compared.
  if (accepted === 'a number min below max') return {};
  const pattern = TEXT_PATTERNS[accepted];
  if (pattern) return { pattern };
  throw new Error(`JSON Schema has no words for ${JSON.stringify(accepted)}.`);
}

/** What is checked by a function of its own. */
function customs(accepted: string): object {
  if (accepted === 'a list of 1 number')
    return {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: { type: 'number', minimum: -LARGEST_MAGNITUDE, maximum: LARGEST_MAGNITUDE },
    };
  if (accepted === 'true or false') return { type: 'boolean' };
  if (accepted === 'formulas by path')
    return { type: 'object', additionalProperties: { type: 'string' } };
  if (/^a partial spec, or a list/.test(accepted)) {
    const partial = { type: 'object' };
    return { anyOf: [partial, { type: 'array', minItems: 1, items: partial }] };
  }
  throw new Error(`JSON Schema has no words for ${JSON.stringify(accepted)}.`);
}

/** Fields that say which others there are, and what they are where they are left out. */
const USUAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...KINDS,
  escape: { region: 'radius' },
  x: { scale: 'linear' },
  y: { scale: 'linear' },
};

/** The node with what each field means, and without demands that the readers do not make. */
function tidied(node: Node, path: string[]): Node {
  const tidy: Node = { ...node };
  if (node.oneOf) tidy.oneOf = node.oneOf.map((option) => tidied(option, path));
  if (node.properties) {
    tidy.properties = Object.fromEntries(
      Object.entries(node.properties).map(([name, one]) => {
        const text = path.length === 1 ? fieldText({ group: path[0], name }) : undefined;
        const inner = tidied(one, [...path, name]);
        if (text) inner.description = [text.label, inner.description].filter(Boolean).join(': ');
        return [name, inner];
      }),
    );
    // The kind may be left out where it is the one that is taken then.
    const required = (node.required ?? []).filter((name) => {
      const usual = path.length === 1 ? USUAL[path[0]]?.[name] : undefined;
      const { const: only, enum: some } = node.properties![name];
      return usual === undefined || !(only === usual || (some as string[])?.includes(usual));
    });
    if (required.length > 0) tidy.required = required;
    else delete tidy.required;
  }
  return tidy;
}
