module example.com/minimal/catalog

go 1.24
