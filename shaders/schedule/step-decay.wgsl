// After every `period` steps the learning rate is cut to the share `factor`, whose power is made of
// those of two. Interface of this folder: learning_rate after `done` steps. CPU twin:
// engine/cpu/schedule/step-decay.ts.

fn learning_rate(rates: Rates, done: u32) -> f32 {
  var rate = rates.learning_rate;
  var part = rates.factor; // factor^(2^k)
  for (var cuts = done / rates.period; cuts != 0u; cuts = cuts >> 1u) {
    rate = select(rate, rate * part, (cuts & 1u) == 1u);
    part = part * part;
  }
  return rate;
}
