// The learning rate grows in equal steps to its whole at step `warm_up`, counted from 1. Interface
// of this folder: learning_rate after `done` steps. CPU twin: engine/cpu/schedule/warm-up.ts.

fn learning_rate(rates: Rates, done: u32) -> f32 {
  return rates.learning_rate * min(1.0, f32(done + 1u) / f32(rates.warm_up));
}
