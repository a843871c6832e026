// Every step has the same learning rate. Interface of this folder: learning_rate after `done`
// steps. CPU twin: engine/cpu/schedule/constant.ts.

fn learning_rate(rates: Rates, done: u32) -> f32 { return rates.learning_rate; }
