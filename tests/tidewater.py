"""The settings of a small programme: one place, and one year."""

PROGRAMME = """name = "Tidewater"
[[sites]]
code = "L"
name = "London"
[[years]]
number = 1
start = 2018-09-01
end = 2019-08-31
"""
