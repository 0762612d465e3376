# Said everywhere: greetings, help, refusals, what is no answer, faults.
stranger = Kính chào đồng chí, hệ thống này chỉ dành cho người có đường dẫn mời của cấp ủy cấp trên.
no-units = Chưa có đơn vị nào trong hệ thống. Đề nghị đồng chí nhập danh sách bằng lệnh: python -m bot units import TỆP
group-only = Hệ thống không làm việc trong nhóm. Đề nghị đồng chí nhắn riêng cho hệ thống.

home-greeting = Kính chào đồng chí { $name }.
home-choose = Mời đồng chí chọn việc, hoặc nhắn số:
home-nothing = Hiện đồng chí chưa giữ chức vụ nào trong hệ thống. Khi được phân công, đồng chí sẽ nhận đường dẫn mời.
not-understood = Hệ thống chưa hiểu tin vừa rồi.
help =
    Các lệnh của đồng chí:
    { $commands }

    Khi đang ghi, đồng chí có thể nhắn: Quay lại, Bỏ qua, Tạm dừng, Hủy. Mọi lựa chọn đều nhắn được bằng số.
    Muốn Hệ thống nói ngắn gọn, nhắn: chữ ít.
    Không nhập nội dung mật, số thẻ đảng viên, việc kỷ luật.

command-start = Màn hình đầu
command-trogiup = Hướng dẫn sử dụng

unknown-command = Hệ thống không có lệnh này.
no-right = Việc này không thuộc nhiệm vụ của đồng chí trong hệ thống. Nếu cần, đề nghị đồng chí liên hệ cấp ủy cấp trên.
not-found = Hệ thống không tìm thấy nội dung này.
old-button = Nút này thuộc lần ghi trước, không còn dùng được.

odd-edited = Sửa tin nhắn cũ không làm thay đổi nội dung đã ghi. Đề nghị đồng chí nhắn lại nội dung đúng.
odd-forwarded = Cảm ơn đồng chí. Hệ thống chỉ giữ tin chuyển tiếp khi đang ghi. Mời đồng chí nhắn /hop để ghi biên bản rồi chuyển lại, hoặc nhắn bằng lời của mình.
odd-sticker = Hệ thống không đọc được nhãn dán. Đề nghị đồng chí nhắn bằng chữ.
odd-voice = Cảm ơn đồng chí. Hệ thống không nghe được tin thoại, chỉ giữ kèm khi đang ghi. Mời đồng chí nhắn /hop để ghi biên bản rồi gửi lại, hoặc nhắn bằng chữ.
odd-video_note = { odd-voice }
odd-audio = { odd-voice }
odd-video = Hệ thống không xem được video. Đề nghị đồng chí nhắn bằng chữ hoặc gửi ảnh.
odd-animation = { odd-sticker }
odd-document = Hệ thống không đọc tệp gửi kèm. Đề nghị đồng chí nhắn bằng chữ hoặc gửi ảnh sổ biên bản.
odd-location = Hệ thống không dùng vị trí. Đề nghị đồng chí nhắn tên địa điểm bằng chữ.
odd-venue = { odd-location }
odd-contact = Hệ thống không cần danh thiếp. Đề nghị đồng chí nhắn bằng chữ.
odd-photo = Cảm ơn đồng chí. Ảnh chỉ được lưu khi đang ghi biên bản hoặc báo cáo nhiệm vụ. Mời đồng chí nhắn /hop để ghi biên bản rồi gửi lại.
odd-evidence-above = Cảm ơn đồng chí. Hệ thống chỉ giữ ảnh, ghi âm, tin chuyển tiếp khi chi bộ đang ghi biên bản. Mời đồng chí nhắn bằng chữ.
odd-other = Hệ thống không đọc được loại tin này. Đề nghị đồng chí nhắn bằng chữ.

many-at-once = Đồng chí vừa gửi rất nhiều tin liền nhau. Tất cả đã được xử lý theo thứ tự; hệ thống chỉ trả lời các tin cuối.
again-done = Hệ thống vừa khởi động lại. Tin vừa rồi của đồng chí đã được xử lý; nếu chưa thấy trả lời, đồng chí hỏi lại.
again-sent = Hệ thống vừa khởi động lại. Đã lưu: { $title }.
fault-not-saved = ⚠ Tin vừa rồi chưa lưu được. Phần đã ghi trước đó vẫn còn. Xin đồng chí gửi lại sau ít phút.
fault-not-kept = ⚠ Hệ thống tạm thời chưa lưu được tin của đồng chí. Tin không bị mất và sẽ được xử lý ngay khi khắc phục xong; đồng chí không cần gửi lại.
fault-file = ⚠ Hệ thống chưa tạo được tệp. Đề nghị đồng chí thử lại sau ít phút.

outage-lost = Hệ thống đã không hoạt động từ { $down } đến { $up }. Tin đồng chí gửi từ { $down } đến { $lost } có thể chưa đến được hệ thống. Nếu đã gửi tin trong khoảng đó, đề nghị đồng chí gửi lại; phần đã lưu trước đó vẫn còn.
outage-above = Hệ thống đã không hoạt động từ { $down } đến { $up }; tin gửi trước { $lost } có thể bị mất. Có { $count } chi bộ đang ghi dở hoặc có kỳ sinh hoạt trong thời gian này, hệ thống đã báo các đồng chí liên quan.
