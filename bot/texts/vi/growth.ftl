# Growth: admissions (kết nạp) and recognitions (công nhận chính thức).
growth-known = Đã ghi đồng chí { $name } ngày này rồi ({ $day }).
