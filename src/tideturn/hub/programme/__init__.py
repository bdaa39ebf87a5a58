"""The programme's name, its years and its sites. Every record in a feature app belongs to a site."""
