// Step n, counted from 1, has learning rate learning_rate / n^exponent. Interface of this folder:
// learning_rate after `done` steps. CPU twin: engine/cpu/schedule/power-decay.ts.

fn learning_rate(rates: Rates, done: u32) -> f32 {
  return rates.learning_rate * natural_exponential(-rates.exponent * natural_log(f32(done + 1u)));
}
