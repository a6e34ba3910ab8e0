from clientela.config.cli import main

main()
