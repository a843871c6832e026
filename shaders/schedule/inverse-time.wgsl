// Step n, counted from 1, has learning rate learning_rate / n. Interface of this folder:
// learning_rate after `done` steps. CPU twin: engine/cpu/schedule/inverse-time.ts.

fn learning_rate(rates: Rates, done: u32) -> f32 { return rates.learning_rate / f32(done + 1u); }
