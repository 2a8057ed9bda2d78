using System.Text;
using System.Text.Json;

namespace FineFlow.Core.GeoJson;

/// <summary>Failures of reading JSON, as problems of the file.</summary>
internal static class JsonFailures
{
    /// <summary>JSON without comments, trailing commas or names that come twice.</summary>
    public static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Returns the result of a reading.</summary>
    /// <exception cref="BadInputException">It failed.</exception>
    public static T Guard<T>(string name, Func<T> read, string place = "")
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw new BadInputException(name, $"{place}is no whole JSON: {failure.Message.Split('\n')[0]}", failure);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new BadInputException(name, $"cannot be read: {failure.Message}", failure);
        }
    }
}
