import { parseArgs } from 'node:util';
import { COMMANDS, type CommandName, type CommandTexts, type OptionValues } from './commands';
import { UsageError } from './exit';

/** What was given to a command: values of its options, and the rest. */
export interface Given<Name extends CommandName> {
  values: OptionValues<Name>;
  positionals: string[];
}

/** Reads the options that the table has for a command; every refusal is one sentence. */
export function readArguments<Name extends CommandName>(
  args: string[],
  command: Name,
): Given<Name> {
  const table: CommandTexts['options'] = COMMANDS[command].options;
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { value, repeated }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: repeated === true,
      },
    ]),
  );
  for (const [name, { multiple }] of Object.entries(options))
    if (
      !multiple &&
      args.filter((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)).length > 1
    )
      throw new UsageError(`The option --${name} was given more than once.`);
  try {
    return parseArgs({
      args,
      options,
      allowPositionals: true,
      strict: true,
    }) as unknown as Given<Name>;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      const unknown = /Unknown option '([^']*)'/.exec(message)?.[1] ?? 'an option';
      const names = Object.keys(table)
        .map((name) => `--${name}`)
        .join(', ');
      throw new UsageError(`${command} has no option ${unknown.slice(0, 60)}; it has ${names}.`);
    }
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
      const option = /'(?:-\w, )?(--[\w-]+)/.exec(message)?.[1] ?? 'An option';
      const takesValue = table[option.slice(2)]?.value !== undefined;
      throw new UsageError(
        takesValue ? `The option ${option} needs a value.` : `The option ${option} takes no value.`,
      );
    }
    throw error;
  }
}

/** Whether a command is asked what it does: --help or -h, anywhere but behind --. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args
    .slice(0, end === -1 ? args.length : end)
    .some((arg) => arg === '--help' || arg === '-h');
}
