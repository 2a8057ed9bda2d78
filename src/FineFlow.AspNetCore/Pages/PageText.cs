using System.Security.Cryptography;
using System.Text;

namespace FineFlow.AspNetCore.Pages;

/// <summary>Text that becomes part of an HTML file.</summary>
internal static class PageText
{
    /// <summary>Returns a text that a script element can hold. Strings of a script keep their values.</summary>
    public static string InScript(string text) => text
        .Replace("</script", @"<\/script", StringComparison.OrdinalIgnoreCase)
        .Replace("<!--", @"<\!--", StringComparison.Ordinal);

    /// <summary>Returns how a content policy names a script or a style that stands in the page.</summary>
    public static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    /// <summary>Replaces a part of a page that must be there.</summary>
    /// <exception cref="InvalidOperationException">It is not: the front end's sources have changed without this.</exception>
    public static string With(this string page, string part, Func<string, string> by) => page.Split(part) is [var before, var after]
        ? before + by(part) + after
        : throw new InvalidOperationException($"the dashboard's page does not have one '{part}'");
}
