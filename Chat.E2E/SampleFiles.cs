using System.Text;

namespace Chat.E2E;

/// <summary>Files as people have them.</summary>
public static class SampleFiles
{
    public static readonly FilePayload Pdf = new() { Name = "решение.pdf", MimeType = "application/pdf", Buffer = Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF\n") };

    /// <summary>The same under another name, which need not be a document's.</summary>
    public static FilePayload Called(string name) => new() { Name = name, MimeType = Pdf.MimeType, Buffer = Pdf.Buffer };

    /// <summary>A picture of 800 by 400, as this browser draws it.</summary>
    public static async Task<FilePayload> PictureAsync(Person person, string name)
    {
        var drawn = await person.Page.EvaluateAsync<string>("""
            () => {
              const canvas = document.createElement('canvas');
              canvas.width = 800;
              canvas.height = 400;
              const pen = canvas.getContext('2d');
              for (let i = 0; i < 8; i += 1) {
                pen.fillStyle = `hsl(${i * 40} 60% 55%)`;
                pen.fillRect(i * 100, 0, 100, 400);
              }

              return canvas.toDataURL('image/png').split(',')[1];
            }
            """);
        return new FilePayload { Name = name, MimeType = "image/png", Buffer = Convert.FromBase64String(drawn) };
    }
}
