# The language's own name, as its readers write it.
language-name = English
