// What the files of noise/ return. They take and give values: software adapters pay for what a loop
// stores.

struct Draw { value: Pair, noise: Noise } // (xi, eta), the noise behind it
