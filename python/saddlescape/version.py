"""Version of the package: that of the command line that it is made for."""

VERSION = "1.0.0-rc.1"
