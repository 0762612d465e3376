# The person himself: posts, language, leaving.
command-toi = Thông tin của đồng chí
command-ngonngu = Chọn ngôn ngữ

me-title = Đồng chí { $name }
me-no-post = Hiện đồng chí chưa giữ chức vụ nào trong hệ thống.
me-language = Ngôn ngữ: Tiếng Việt
me-phone = Điện thoại: { $phone }
me-account = Tài khoản Telegram: { $number }
me-joined = Vào hệ thống: { $day }
me-draft = Tạm dừng: { $title }
me-button-language = Đổi ngôn ngữ
me-button-few-words = Chữ ít
me-button-all-words = Đủ chữ
few-words-kept = Từ nay Hệ thống nói ngắn gọn, mỗi nút một dòng. Muốn đủ lời hướng dẫn, đồng chí nhắn: đủ chữ.
all-words-kept = Từ nay Hệ thống nói đủ lời hướng dẫn. Muốn ngắn gọn, đồng chí nhắn: chữ ít.
me-button-leave = Rời hệ thống
leave-ask = Rời hệ thống? Các chức vụ của đồng chí trong hệ thống kết thúc từ hôm nay, đồng chí không nhận tin nhắc nữa. Hồ sơ của chi bộ vẫn được giữ.
leave-yes = Rời hệ thống
leave-no = Ở lại
left = Đã kết thúc { $count } chức vụ của đồng chí. Cảm ơn đồng chí. Muốn vào lại, đề nghị xin cấp ủy cấp trên đường dẫn mời.
stayed = Đồng chí vẫn ở trong hệ thống.
left-notice = Đồng chí { $name } đã rời hệ thống, thôi giữ chức vụ { $role ->
    [secretary] Bí thư
    [deputy] Phó bí thư
    [committee_member] Chi ủy viên
    [upper_member] Đảng ủy viên theo dõi
   *[other] Quản trị viên
} { $unit }.
language-ask = Chọn ngôn ngữ · Choose the language
language-kept = Hệ thống sẽ nói tiếng Việt với đồng chí.
