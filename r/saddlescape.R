# What Saddlescape's command line says, in R. It needs Node 20.19 or newer and the package jsonlite.
#
#   source("saddlescape.R")
#   result <- saddlescape(list(noise = list(sigma = 2), ensemble = list(particles = 4096)))
#   result$escape$probability
#   map <- saddlescape(list(replicas = 256), "sweep", c("--engine", "cpu"))
#   saddlescape(list(noise = list(sigma = 1)), "theory")$theory$verdict
#
# A list of one number, such as loss.a, is written list(a = I(1)). What is refused stops with the
# one sentence that names the field.
saddlescape <- function(spec = list(), command = "run", arguments = character()) {
  words <- strsplit(Sys.getenv("SADDLESCAPE_COMMAND", "saddlescape"), " +")[[1]]
  if (Sys.which(words[1]) == "") {
    stop("The command ", words[1], " is not found; install Node and the npm package saddlescape, ",
         "or set SADDLESCAPE_COMMAND.", call. = FALSE)
  }
  files <- c(input = tempfile(fileext = ".json"), output = tempfile(), errors = tempfile())
  on.exit(unlink(files))
  text <- if (length(spec) == 0) "{}" else {
    jsonlite::toJSON(spec, auto_unbox = TRUE, digits = NA, null = "null")
  }
  writeLines(text, files[["input"]])
  status <- system2(words[1], c(words[-1], command, shQuote(c(files[["input"]], arguments))),
                    stdout = files[["output"]], stderr = files[["errors"]])
  if (status != 0) stop(tail(readLines(files[["errors"]]), 1), call. = FALSE)
  jsonlite::fromJSON(files[["output"]])
}
