using FineFlow.Core;
using FineFlow.Core.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FineFlow.AspNetCore.Settings;

/// <summary>
/// Fills the options from the app's configuration, before code changes them, and checks them in the end. Each failure is one line that
/// names the key and what is expected.
/// </summary>
internal sealed class FineFlowOptionsRules(IConfiguration configuration)
    : IConfigureOptions<FineFlowOptions>, IValidateOptions<FineFlowOptions>
{
    /// <exception cref="OptionsValidationException">A key is unknown, or a value cannot be read.</exception>
    public void Configure(FineFlowOptions options)
    {
        try
        {
            FineFlowConfiguration.Bind(configuration.GetSection(FineFlowOptions.Section), options);
        }
        catch (BadInputException bad)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(FineFlowOptions), [bad.Message]);
        }
    }

    public ValidateOptionsResult Validate(string? name, FineFlowOptions options)
    {
        try
        {
            SettingsBinder.Validate(options);
            return ValidateOptionsResult.Success;
        }
        catch (BadInputException bad)
        {
            return ValidateOptionsResult.Fail($"{FineFlowOptions.Section}:{bad.Setting}: {bad.Problem}");
        }
    }
}
