// What the files of noise/ and optimizer/ return. They take and give values: software adapters pay for what a loop stores.

struct Draw { value: vec2f, noise: Noise } // (xi, eta), the noise behind it
struct Moved { x: f32, noise: Noise }      // x after a step, the noise behind it
