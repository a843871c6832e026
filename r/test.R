# Run by npm run check:ecosystem, from an empty folder, with SADDLESCAPE_COMMAND set.
source(commandArgs(TRUE)[1])
spec <- list(noise = list(sigma = 2, tau = 1), time = list(dt = 1, steps = 200),
             ensemble = list(particles = 4096))
result <- saddlescape(spec, arguments = c("--engine", "cpu"))
stopifnot(result$particles == 4096, sum(result$histogram$counts) <= 4096,
          result$escape$low < result$escape$high,
          result$escape$count == result$escape$probability * 4096)
theory <- saddlescape(spec, "theory")
stopifnot(theory$theory$verdict == result$theory$verdict)
map <- saddlescape(list(base = list(loss = list(a = I(1)), time = list(steps = 20)),
                        x = list(path = "noise.sigma", scale = "list", values = c(1, 2)),
                        y = list(path = "loss.a[0]", scale = "list", values = I(1)),
                        replicas = 64), "sweep", c("--engine", "cpu"))
stopifnot(nrow(map$cells) == 2)
refused <- tryCatch(saddlescape(list(noise = list(sigma = -1))), error = conditionMessage)
stopifnot(refused == "noise.sigma: -1 is not accepted; give a number from 0 to 1e30.")
cat(result$digest, "\n")
