// What the files of optimizer/ return. They take and give values: software adapters pay for what a
// loop stores.

struct Moved { state: State, source: Source } // a particle after a step, the randomness behind it
