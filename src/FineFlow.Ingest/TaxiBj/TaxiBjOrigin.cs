using System.Globalization;
using FineFlow.Core;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>Determines the source of an archive.</summary>
internal static class TaxiBjOrigin
{
    private const string TaskMark = "{task}";

    /// <summary>Returns the address or path of a task's archive.</summary>
    /// <exception cref="BadInputException">The source is invalid.</exception>
    public static string Of(TaxiBjFetchRequest request, TaxiBjTask task)
    {
        var from = request.From ?? TaxiBjSource.Archives;
        if (request.Tasks.Count > 1 && !from.Contains(TaskMark, StringComparison.Ordinal))
        {
            throw Bad($"'{from}' is one archive for {request.Tasks.Count} tasks; {TaskMark} in the place of the number is expected");
        }

        var source = from.Replace(TaskMark, task.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return source.Contains("://", StringComparison.Ordinal) && Address(source) is null
            ? throw Bad($"'{source}'; an address with http or https, or a file, is expected")
            : source;
    }

    /// <summary>Returns the source as an address; null for a local file.</summary>
    public static Uri? Address(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address : null;

    private static BadInputException Bad(InvariantText problem) =>
        new("archives", problem) { Setting = nameof(TaxiBjFetchRequest.From) };
}
