using System.Text.Json;
using FineFlow.AspNetCore.Settings;
using FineFlow.Core;
using Microsoft.Extensions.Configuration;

namespace FineFlow.Host;

/// <summary>The options of <c>fineflow serve</c> from a file and, over them, from the environment.</summary>
internal static class ServeConfiguration
{
    /// <summary>The settings of this process's environment, as FineFlow__MaxBatch.</summary>
    public static IConfiguration Environment => new ConfigurationBuilder().AddEnvironmentVariables().Build();

    /// <summary>Reads both.</summary>
    /// <param name="file">A JSON file with the section that an app has in appsettings.json; null: none.</param>
    /// <param name="environment">The environment's settings; a list in it replaces that of the file.</param>
    /// <exception cref="BadInputException">The file cannot be read, or it or the environment holds what is no setting.</exception>
    public static ServeOptions Read(string? file, IConfiguration environment)
    {
        var options = new ServeOptions();
        if (file is not null)
        {
            var section = ReadFile(file);
            BadInputException.Within(file, () => Bind(section, options));
        }

        return BadInputException.Within("environment", () => Bind(environment.GetSection(FineFlowOptions.Section), options));
    }

    private static ServeOptions Bind(IConfigurationSection section, ServeOptions options)
    {
        FineFlowConfiguration.Bind(section, options);
        return options;
    }

    private static IConfigurationSection ReadFile(string file)
    {
        try
        {
            using var json = File.OpenRead(file);
            var all = new ConfigurationBuilder().AddJsonStream(json).Build();
            var other = all.GetChildren()
                .FirstOrDefault(entry => !entry.Key.Equals(FineFlowOptions.Section, StringComparison.OrdinalIgnoreCase));
            return other is null
                ? all.GetSection(FineFlowOptions.Section)
                : throw new BadInputException(file, $"holds '{other.Path}'; the section '{FineFlowOptions.Section}' alone is expected");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException(file, $"cannot be read: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is FormatException or JsonException or InvalidDataException)
        {
            var reason = failure.InnerException?.Message ?? failure.Message;
            throw new BadInputException(
                file, $"is no file of settings: {reason.TrimEnd('.')}; {{\"FineFlow\": {{..}}}} is expected", failure);
        }
    }
}
