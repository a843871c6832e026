"""For tools that know no pyproject.toml; everything is said there."""

from setuptools import setup

setup()
