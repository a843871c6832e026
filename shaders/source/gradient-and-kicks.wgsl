// The randomness of a step is the gradient's noise and, from a stream of its own, the optimizer's
// isotropic kicks. Interface of this folder: see gradient.wgsl. CPU twin: engine/cpu/source.ts.

struct Source { noise: Noise, kicks: Stream }

fn start_source(particle: u32, block: u32, group: u32) -> Source {
  return Source(
    start_noise(stream_position(particle, block, PURPOSE_NOISE, group)),
    start_stream(stream_position(particle, block, PURPOSE_KICK, group), runs[cell].key));
}

fn skip_source(source: Source, steps: u32) -> Source {
  return Source(skip_noise(source.noise, steps), skip_kicks(source.kicks, steps));
}

fn refill_source(source: Source) -> Source {
  return Source(refill_noise(source.noise), source.kicks);
}
