// The randomness of a step is the gradient's noise and, from a stream of its own, the optimizer's
// isotropic kicks. Interface of this folder: see gradient.wgsl. CPU twin: engine/cpu/source.ts.

struct Seeds { noise: vec4u, kicks: vec4u }
struct Source { noise: Noise, kicks: Stream }

fn load_seeds(particle: u32, group: u32) -> Seeds {
  return Seeds(
    stream_seed(stream_position(particle, 0u, PURPOSE_NOISE, group), runs[cell].key),
    stream_seed(stream_position(particle, 0u, PURPOSE_KICK, group), runs[cell].key));
}

fn start_source(seeds: Seeds, particle: u32, block: u32, group: u32) -> Source {
  return Source(
    start_noise(stream_position(particle, block, PURPOSE_NOISE, group), seeds.noise),
    start_stream(seeds.kicks, block));
}

fn skip_source(source: Source, steps: u32) -> Source {
  return Source(skip_noise(source.noise, steps), skip_kicks(source.kicks, steps));
}

fn refill_source(source: Source) -> Source {
  return Source(refill_noise(source.noise), source.kicks);
}
