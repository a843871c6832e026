import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './exit';

/** `parseArgs` of Node, strict, with every refusal one sentence. */
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  command: string,
  options: T,
) {
  const names = Object.keys(options)
    .map((name) => `--${name}`)
    .join(', ');
  for (const name of Object.keys(options))
    if (args.filter((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)).length > 1)
      throw new UsageError(`The option --${name} was given more than once.`);
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      const unknown = /Unknown option '([^']*)'/.exec(message)?.[1] ?? 'an option';
      throw new UsageError(`${command} has no option ${unknown.slice(0, 60)}; it has ${names}.`);
    }
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
      const option = /'(?:-\w, )?(--[\w-]+)/.exec(message)?.[1] ?? 'An option';
      const takesValue = options[option.slice(2)]?.type === 'string';
      throw new UsageError(
        takesValue ? `The option ${option} needs a value.` : `The option ${option} takes no value.`,
      );
    }
    throw error;
  }
}
