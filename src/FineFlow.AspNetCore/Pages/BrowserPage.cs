using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FineFlow.AspNetCore.Api;
using FineFlow.AspNetCore.Datasets;
using FineFlow.AspNetCore.Json;
using FineFlow.AspNetCore.Settings;
using FineFlow.Core;

namespace FineFlow.AspNetCore.Pages;

/// <summary>
/// The dashboard with one model and some of its data in one HTML file, which needs no server: the browser computes the model. The file
/// fetches nothing, and its content policy does not let it.
/// </summary>
internal static class BrowserPage
{
    private const string Styles = "style.css", Script = "dashboard.js", Icon = "icon.svg", Licences = "licences.txt";

    /// <summary>Scripts of workers, which the page gives addresses itself.</summary>
    private static readonly string[] Workers = ["maplibre-worker.js", "onnx-worker.js"];

    /// <summary>What the page reads: "&lt;" cannot end the element that holds it.</summary>
    private static readonly JsonSerializerOptions Escaped = new(ApiJson.Options) { Encoder = JavaScriptEncoder.Default };

    /// <summary>Refuses what a program without a dashboard cannot do.</summary>
    /// <exception cref="BadInputException">The dashboard was not built with the program.</exception>
    public static void Require()
    {
        if (!DashboardFiles.AreBuilt)
        {
            throw new BadInputException(
                "the dashboard", "was not built with this program, and the page is made of it; install Node.js and build again");
        }
    }

    /// <summary>Writes a page.</summary>
    /// <param name="output">UTF-8 goes there.</param>
    /// <param name="model">What the page says of the model.</param>
    /// <param name="data">The frames that it shows, which the model must take.</param>
    /// <param name="onnx">The model as an ONNX file.</param>
    public static void Write(Stream output, ModelCardResponse model, ServedDataset data, byte[] onnx)
    {
        var parts = Template(DashboardFiles.Text(Styles), DashboardFiles.Text(Script)).Split("</body>");
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.Write(parts[0]);
        WriteContent(writer, model, data);
        foreach (var name in Workers)
        {
            WriteFile(writer, name, PackedFile.Of(DashboardFiles.Open(name)));
        }

        WriteFile(writer, "onnxruntime.wasm", PackedFile.Packed(DashboardFiles.Open("onnxruntime.wasm.gz")));
        WriteFile(writer, "model.onnx", PackedFile.Of(onnx));
        WriteFile(writer, "coarse", PackedFile.Of(Bytes(MissingCells.Mark(data.Split.Coarse, data.Split.Mask))));
        WriteFile(writer, "fine", PackedFile.Of(Bytes(data.Split.Fine)));
        writer.WriteLine($"<script type=\"text/plain\" id=\"licences\">\n{PageText.InScript(DashboardFiles.Text(Licences))}</script>");
        writer.Write("</body>" + parts[1]);
    }

    /// <summary>The dashboard's page, with what it links to written into it.</summary>
    private static string Template(string styles, string script)
    {
        var (style, code) = ($"\n{styles}", $"\n{PageText.InScript(script)}");
        var policy = "default-src 'none'; "
            + $"script-src {PageText.Hash(code)} 'wasm-unsafe-eval'; style-src {PageText.Hash(style)}; img-src data: blob:; "
            + "worker-src data:; connect-src data:; base-uri 'none'; form-action 'none'";
        var icon = $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(DashboardFiles.Text(Icon)))}";
        return DashboardFiles.Text(DashboardFiles.Start)
            .Replace($"\"{Icon}\"", $"\"{icon}\"", StringComparison.Ordinal)
            .With("<meta charset=\"utf-8\">", link => $"{link}\n  <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
            .With($"<link rel=\"stylesheet\" href=\"{Styles}\">", _ => $"<style>{style}</style>")
            .With($"<script type=\"module\" src=\"{Script}\"></script>", _ => $"<script type=\"module\">{code}</script>");
    }

    private static void WriteContent(StreamWriter writer, ModelCardResponse model, ServedDataset data)
    {
        var content = new PageContent(new(null, null, SharesModels: true, Demo: false, ServerVersion.Text), model, new(data));
        writer.WriteLine($"<script type=\"application/json\" id=\"page-content\">{JsonSerializer.Serialize(content, Escaped)}</script>");
    }

    private static void WriteFile(StreamWriter writer, string name, PackedFile file)
    {
        writer.Write($"<script type=\"text/plain\" data-file=\"{name}\">");
        file.WriteBase64(writer);
        writer.WriteLine("</script>");
    }

    private static byte[] Bytes(FlowMaps maps) => MemoryMarshal.AsBytes(maps.Values.AsSpan()).ToArray();

    /// <summary>The answers that the dashboard asks a server for.</summary>
    private sealed record PageContent(SettingsResponse Settings, ModelCardResponse Model, DatasetDetailResponse Dataset);
}
