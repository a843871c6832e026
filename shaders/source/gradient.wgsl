// The randomness of a step is the gradient's own noise. Interface of this folder: Source,
// start_source at a block, skip_source over its first strides, refill_source before the first step
// of every stride. CPU twin: engine/cpu/source.ts.

struct Source { noise: Noise }

fn start_source(particle: u32, block: u32, group: u32) -> Source {
  return Source(start_noise(stream_position(particle, block, PURPOSE_NOISE, group)));
}

fn skip_source(source: Source, steps: u32) -> Source {
  return Source(skip_noise(source.noise, steps));
}

fn refill_source(source: Source) -> Source {
  return Source(refill_noise(source.noise));
}
