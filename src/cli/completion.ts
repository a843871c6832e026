import { PRESETS } from '../spec/presets';
import { readArguments } from './arguments';
import { COMMANDS, type CommandTexts, type Option } from './commands';
import { EXIT, UsageError } from './exit';
import { print } from './output/streams';

const SHELLS = { bash: forBash, zsh: forZsh, fish: forFish };

/** `saddlescape completion`: the script that completes command lines in a shell. */
export async function completion(args: string[]): Promise<number> {
  const [shell, ...more] = readArguments(args, 'completion').positionals;
  if (shell === undefined || more.length > 0 || !isShell(shell))
    throw new UsageError(
      `completion takes the name of one shell: give ${Object.keys(SHELLS).join(', ')}.`,
    );
  await print(SHELLS[shell]());
  return EXIT.done;
}

function isShell(name: string): name is keyof typeof SHELLS {
  return Object.hasOwn(SHELLS, name);
}

/** What can be typed in a place: one of some words, a file, or what no shell can know. */
type Place = readonly string[] | 'file' | 'anything';

/** What can be typed where the table of commands shows `text`. */
function placeOf(text: string): Place {
  if (/^[\w-]+(\|[\w-]+)+$/.test(text)) return text.split('|');
  if (text === 'id') return PRESETS.map(({ id }) => id);
  return /\.\w+$/.test(text) ? 'file' : 'anything';
}

interface Completed {
  name: string;
  does: string;
  /** What it takes beside its options. */
  takes: Place;
  /** Options, each with the place of its value where it takes one. */
  options: { name: string; does: string; value: Place | null; repeated: boolean }[];
}

/** The table of commands as shells take it, with `help`, which takes the name of one. */
function completed(): Completed[] {
  const commands = (Object.entries(COMMANDS) as [string, CommandTexts][]).map(
    ([name, { does, takes, options }]) => ({
      name,
      does,
      takes: placeOf(takes),
      options: [
        ...Object.entries(options).map(([option, texts]: [string, Option]) => ({
          name: option,
          does: texts.does,
          value: texts.value === undefined ? null : placeOf(texts.value),
          repeated: texts.repeated === true,
        })),
        { name: 'help', does: 'say what the command does', value: null, repeated: false },
      ],
    }),
  );
  const names = commands.map(({ name }) => name);
  return [...commands, { name: 'help', does: 'what commands do', takes: names, options: [] }];
}

function forBash(): string {
  const commands = completed();
  const reply = (place: Place) =>
    place === 'file'
      ? 'mapfile -t COMPREPLY < <(compgen -f -- "$word")'
      : place === 'anything'
        ? 'COMPREPLY=()'
        : `mapfile -t COMPREPLY < <(compgen -W "${place.join(' ')}" -- "$word")`;
  const names = [...commands.map(({ name }) => name), '--version'];
  const values = commands.flatMap(({ name, options }) =>
    options.flatMap((option) =>
      option.value === null
        ? []
        : [`    ${name}:--${option.name}) ${reply(option.value)}; return ;;`],
    ),
  );
  const words = commands.flatMap(({ name, takes, options }) => [
    `    ${name}:-*) ${reply(options.map((option) => `--${option.name}`))} ;;`,
    `    ${name}:*) ${reply(takes)} ;;`,
  ]);
  return `# Completion of saddlescape: source <(saddlescape completion bash)
_saddlescape() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  if [ "$COMP_CWORD" -eq 1 ]; then ${reply(names)}; return; fi
  case "\${COMP_WORDS[1]}:$before" in
${values.join('\n')}
  esac
  case "\${COMP_WORDS[1]}:$word" in
${words.join('\n')}
    *) COMPREPLY=() ;;
  esac
}
complete -o filenames -F _saddlescape saddlescape
`;
}

function forZsh(): string {
  const commands = completed();
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const described = (text: string) => text.replace(/[\\:[\]]/g, '\\$&');
  const action = (place: Place) =>
    place === 'file' ? '_files' : place === 'anything' ? ' ' : `(${place.join(' ')})`;
  const cases = commands.map(({ name, takes, options }) => {
    const lines = options.map((option) => {
      const value = option.value === null ? '' : `:value:${action(option.value)}`;
      const times = option.repeated ? '*' : '';
      return quoted(`${times}--${option.name}[${described(option.does)}]${value}`);
    });
    return `    ${name}) _arguments ${[...lines, quoted(`*:value:${action(takes)}`)].join(' \\\n      ')} ;;`;
  });
  const names = commands.map(({ name, does }) => `    ${quoted(`${name}:${described(does)}`)}`);
  return `#compdef saddlescape
# Completion of saddlescape: source <(saddlescape completion zsh), after compinit
_saddlescape() {
  local -a commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _saddlescape saddlescape
`;
}

function forFish(): string {
  const commands = completed();
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const action = (place: Place) =>
    place === 'file' ? '-F' : place === 'anything' ? '-f' : `-f -a ${quoted(place.join(' '))}`;
  const lines = commands.flatMap(({ name, does, takes, options }) => {
    const here = `-n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c saddlescape -n __fish_use_subcommand -f -a ${name} -d ${quoted(does)}`,
      `complete -c saddlescape ${here} ${action(takes)}`,
      ...options.map((option) => {
        const value = option.value === null ? '' : ` -r ${action(option.value)}`;
        return `complete -c saddlescape ${here} -l ${option.name} -d ${quoted(option.does)}${value}`;
      }),
    ];
  });
  return `# Completion of saddlescape: saddlescape completion fish | source\n${lines.join('\n')}\n`;
}
