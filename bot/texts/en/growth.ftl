# Growth: admissions (kết nạp) and recognitions (công nhận chính thức).
growth-known = { $name } is recorded with that day already ({ $day }).
