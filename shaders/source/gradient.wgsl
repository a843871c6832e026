// The randomness of a step is the gradient's own noise. Interface of this folder: Seeds,
// load_seeds for all blocks, Source, start_source at a block, skip_source over its first strides, refill_source before the first step
// of every stride. CPU twin: engine/cpu/source.ts.

struct Seeds { noise: Seed }
struct Source { noise: Noise }

fn load_seeds(particle: u32, group: u32) -> Seeds {
  return Seeds(stream_seed(stream_position(particle, 0u, PURPOSE_NOISE, group), runs[cell].key));
}

fn start_source(seeds: Seeds, particle: u32, block: u32, group: u32) -> Source {
  return Source(start_noise(stream_position(particle, block, PURPOSE_NOISE, group), seeds.noise));
}

fn skip_source(source: Source, steps: u32) -> Source {
  return Source(skip_noise(source.noise, steps));
}

fn refill_source(source: Source) -> Source {
  return Source(refill_noise(source.noise));
}
