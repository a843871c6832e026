import type { Library } from './gpu';

/** A fault planted in one shader, and the parity check (by shader file) that must catch it. */
export interface Mutant {
  name: string;
  file: string;
  from: string;
  to: string;
  caughtBy: string;
}

/** At least one for every shader file, none that could loop for ever; each must be caught by its own check, or the check proves nothing. */
export const mutants: readonly Mutant[] = [
  {
    name: 'a field of the uniform struct moved',
    file: 'spec',
    from: '  batch_size: u32,',
    to: '  pad: u32,\n  batch_size: u32,',
    caughtBy: 'spec',
  },
  {
    name: 'longer blocks on one side',
    file: 'spec',
    from: 'BLOCK_STEPS = 64u',
    to: 'BLOCK_STEPS = 128u',
    caughtBy: 'spec',
  },
  {
    name: 'the block not mixed into the position',
    file: 'spec',
    from: 'vec4u(particle, block, purpose',
    to: 'vec4u(particle, 0u, purpose',
    caughtBy: 'noise/gaussian',
  },
  {
    name: 'the coordinate not mixed into the position',
    file: 'spec',
    from: 'purpose * 256u + coordinate',
    to: 'purpose * 256u',
    caughtBy: 'start/gaussian',
  },
  { name: 'nine rounds', file: 'random', from: 'round < 10u', to: 'round < 9u', caughtBy: 'random' },
  { name: 'a lost carry', file: 'random', from: ' + (low_high >> 16u)', to: '', caughtBy: 'random' },
  {
    name: 'a rotation by 20',
    file: 'generator/sfc32',
    from: '((c * 2097152u) | (c >> 11u))',
    to: '((c * 1048576u) | (c >> 12u))',
    caughtBy: 'generator/sfc32',
  },
  {
    name: 'the key left out',
    file: 'generator/philox4x32',
    from: 'philox4x32(position, key)',
    to: 'philox4x32(position, vec2u())',
    caughtBy: 'generator/philox4x32',
  },
  {
    name: 'noise 1.02 times too large',
    file: 'normal',
    from: 'let radius = sqrt(',
    to: 'let radius = 1.02 * sqrt(',
    caughtBy: 'normal',
  },
  {
    name: 'one sign for every cosine',
    file: 'normal',
    from: '(radius_word & 0x80000000u)',
    to: '0u',
    caughtBy: 'normal',
  },
  {
    name: 'the built-in cosine',
    file: 'normal',
    from: 'cos_polynomial(w))',
    to: 'cos(3.1415927 * v))',
    caughtBy: 'normal',
  },
  {
    name: '< for <= at the edges',
    file: 'bins',
    from: 'edges[middle] <= value',
    to: 'edges[middle] < value',
    caughtBy: 'bins',
  },
  {
    name: 'the smallest normals flushed',
    file: 'bins',
    from: '(bitcast<u32>(x) & 0x7f800000u) == 0u',
    to: '(bitcast<u32>(x) & 0x7f000000u) == 0u',
    caughtBy: 'bins',
  },
  {
    name: 'xi and eta share a word',
    file: 'noise/gaussian',
    from: 'normal_pair(words.first, words.second)',
    to: 'normal_pair(words.first, words.first)',
    caughtBy: 'noise/gaussian',
  },
  {
    name: 'the skip one step short',
    file: 'noise/gaussian',
    from: 'pair < steps;',
    to: 'pair + 1u < steps;',
    caughtBy: 'noise/gaussian',
  },
  {
    name: 'eta takes the sign of xi',
    file: 'noise/two-point',
    from: '(noise.own & rates.fair)',
    to: '(noise.signs & rates.fair)',
    caughtBy: 'noise/two-point',
  },
  {
    name: 'strides repeat the first',
    file: 'noise/two-point',
    from: 'Noise(words.stream, words.first',
    to: 'Noise(noise.stream, words.first',
    caughtBy: 'noise/two-point',
  },
  {
    name: 'agreement for disagreement',
    file: 'noise/two-point-batch',
    from: 'select(0x80000000u, 0u, follows)',
    to: 'select(0u, 0x80000000u, follows)',
    caughtBy: 'noise/two-point-batch',
  },
  {
    name: 'a batch not scaled',
    file: 'noise/two-point-batch',
    from: ' * inverseSqrt(f32(run.batch_size))',
    to: '',
    caughtBy: 'noise/two-point-batch',
  },
  {
    name: 'the drift has the wrong sign',
    file: 'loss/saddle',
    from: 'noise.x, rates.drift)',
    to: 'noise.x, -rates.drift)',
    caughtBy: 'loss/saddle',
  },
  {
    name: 'no learning rate',
    file: 'optimizer/sgd',
    from: 'fma(rates.learning_rate,',
    to: 'fma(1.0,',
    caughtBy: 'optimizer/sgd',
  },
  {
    name: 'gd uphill',
    file: 'optimizer/gd',
    from: 'descent(x,',
    to: 'descent(-x,',
    caughtBy: 'optimizer/gd',
  },
  {
    name: 'the next coordinate',
    file: 'start/point',
    from: 'coordinate % 4u',
    to: '(coordinate + 1u) % 4u',
    caughtBy: 'start/point',
  },
  {
    name: 'mean and spread swapped',
    file: 'start/gaussian',
    from: 'run.start_a[coordinate / 4u][coordinate % 4u] + run.start_b',
    to: 'run.start_b[coordinate / 4u][coordinate % 4u] + run.start_a',
    caughtBy: 'start/gaussian',
  },
  {
    name: 'a uniform of 22 bits',
    file: 'start/uniform',
    from: 'words.first >> 9u',
    to: '(words.first >> 10u) * 2u',
    caughtBy: 'start/uniform',
  },
  {
    name: 'xi given for eta',
    file: 'step',
    from: 'value: vec2f, noise: Noise',
    to: 'noise_x: f32, value: vec2f, noise: Noise',
    caughtBy: 'step',
  },
  {
    name: 'a tail group that starts nowhere',
    file: 'start',
    from: 'particle >= work.end_particle',
    to: 'particle + 64u >= work.end_particle',
    caughtBy: 'start',
  },
  {
    name: 'a dropped tail group',
    file: 'advance',
    from: 'if (particle >= work.end_particle) { return; }',
    to: 'if (particle + 64u >= work.end_particle) { return; }',
    caughtBy: 'advance',
  },
  {
    name: 'the step not mixed into the stream',
    file: 'advance',
    from: 'stream_position(particle, block,',
    to: 'stream_position(particle, 0u,',
    caughtBy: 'advance',
  },
  {
    name: 'escapes one step early',
    file: 'advance',
    from: 'select(NEVER, at, outside)',
    to: 'select(NEVER, at - 1u, outside)',
    caughtBy: 'advance',
  },
  {
    name: 'escape only on the right',
    file: 'advance',
    from: 'abs(x) > radius',
    to: 'x > radius',
    caughtBy: 'advance',
  },
  {
    name: 'the last passage instead of the first',
    file: 'advance',
    from: 'passage = min(passage, select(NEVER, at, outside))',
    to: 'passage = select(passage, at, outside)',
    caughtBy: 'advance',
  },
  {
    name: 'particles come back from infinity',
    file: 'advance',
    from: 'select(work.end_step, work.first_step, abs(x) < FROZEN)',
    to: 'work.first_step',
    caughtBy: 'advance',
  },
  {
    name: 'escaped particles counted as not',
    file: 'histogram',
    from: '!= NEVER',
    to: '== NEVER',
    caughtBy: 'histogram',
  },
  {
    name: 'NaN in a bin',
    file: 'histogram',
    from: 'bits > 0x7f800000u',
    to: 'bits > 0x7fc00001u',
    caughtBy: 'histogram',
  },
  {
    name: 'the last slot not added',
    file: 'histogram',
    from: 'slot < slot_count; slot',
    to: 'slot + 1u < slot_count; slot',
    caughtBy: 'histogram',
  },
  {
    name: 'negative numbers in their mirror order',
    file: 'quantile',
    from: '0xffffffffu, bits',
    to: '0x80000000u, bits',
    caughtBy: 'quantile',
  },
  {
    name: 'bars of the neighbour',
    file: 'draw-density',
    from: 'slots[bin + 1u]',
    to: 'slots[bin]',
    caughtBy: 'draw-density',
  },
];

/** @throws Error when the text to be replaced is not there: the mutant has gone stale. */
export function plant(shaders: Library, mutant: Mutant): Library {
  const text = shaders[mutant.file];
  if (!text.includes(mutant.from))
    throw new Error(`Mutant "${mutant.name}" finds nothing to change in ${mutant.file}.`);
  return { ...shaders, [mutant.file]: text.replace(mutant.from, mutant.to) };
}
