import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Prints every property that the Kafka on the class path defines for brokers, topics and groups, as JSON. Where a
 * definition is kept differs between versions and is often private, so it is looked for in all the places it was in.
 */
public class Catalogue {
    private static final String[] BROKER = {"kafka.server.KafkaConfig", "org.apache.kafka.server.config.AbstractKafkaConfig"};
    private static final String[] BROKER_AT_RUN_TIME = {
        "kafka.server.DynamicConfig$Broker", "org.apache.kafka.server.config.DynamicConfig$Broker"
    };
    private static final String[] TOPIC = {"kafka.log.LogConfig", "org.apache.kafka.storage.internals.log.LogConfig"};
    private static final String[] GROUP = {"org.apache.kafka.coordinator.group.GroupConfig"};
    private static final String[] DYNAMIC = {
        "org.apache.kafka.server.config.DynamicBrokerConfig", "kafka.server.DynamicBrokerConfig"
    };

    public static void main(String[] arguments) throws Exception {
        TreeSet<String> dynamic = names(DYNAMIC, "AllDynamicConfigs", "ALL_DYNAMIC_CONFIGS");
        TreeSet<String> perBroker = names(DYNAMIC, "PerBrokerConfigs", "PER_BROKER_CONFIGS");
        Map<String, ConfigDef.ConfigKey> atRunTime = keys(BROKER_AT_RUN_TIME);
        Map<String, ConfigDef.ConfigKey> broker = keys(BROKER);
        for (Map.Entry<String, ConfigDef.ConfigKey> entry : atRunTime.entrySet()) {
            if (broker.putIfAbsent(entry.getKey(), entry.getValue()) == null) {
                dynamic.add(entry.getKey());
            }
        }
        if (broker.isEmpty() || dynamic.isEmpty() || perBroker.isEmpty()) {
            throw new IllegalStateException("Nothing was found where this Kafka's definitions are looked for.");
        }
        StringBuilder text = new StringBuilder("{");
        append(text, "broker", broker, dynamic, perBroker);
        text.append(",\n");
        append(text, "topic", keys(TOPIC), null, null);
        text.append(",\n");
        append(text, "group", keys(GROUP), null, null);
        System.out.println(text.append("}"));
    }

    private static void append(
        StringBuilder text, String kind, Map<String, ConfigDef.ConfigKey> keys, TreeSet<String> dynamic,
        TreeSet<String> perBroker
    ) {
        text.append(quoted(kind)).append(": {");
        String separator = "\n";
        for (ConfigDef.ConfigKey key : keys.values()) {
            if (key.internalConfig) {
                continue;
            }
            boolean isPassword = key.type == ConfigDef.Type.PASSWORD;
            boolean hasDefault = key.defaultValue != ConfigDef.NO_DEFAULT_VALUE && key.defaultValue != null && !isPassword;
            String scope = dynamic == null ? ""
                : !dynamic.contains(key.name) ? "restart" : perBroker.contains(key.name) ? "broker" : "cluster";
            text.append(separator).append(quoted(key.name)).append(": [")
                .append(quoted(key.type.name().toLowerCase())).append(", ")
                .append(hasDefault ? quoted(ConfigDef.convertToString(key.defaultValue, key.type)) : "null").append(", ")
                .append(quoted(valid(key.validator))).append(", ")
                .append(quoted(key.importance.name().toLowerCase())).append(", ")
                .append(quoted(scope)).append(", ")
                .append(quoted(key.documentation == null ? "" : key.documentation)).append("]");
            separator = ",\n";
        }
        text.append("}");
    }

    /** What a validator says of itself; nothing when it has no words of its own. */
    private static String valid(ConfigDef.Validator validator) {
        if (validator == null) {
            return "";
        }
        String said = validator.toString();
        return said.matches(".*[\\w$/]+@[0-9a-f]+") ? "" : said;
    }

    /** The properties of the first of these classes that has a definition, by name. */
    private static Map<String, ConfigDef.ConfigKey> keys(String[] classes) throws Exception {
        Map<String, ConfigDef.ConfigKey> found = new TreeMap<>();
        for (String name : classes) {
            for (Object owner : owners(name)) {
                for (Object value : members(owner, null)) {
                    if (value instanceof ConfigDef) {
                        found.putAll(((ConfigDef) value).configKeys());
                    }
                }
            }
        }
        return found;
    }

    private static TreeSet<String> names(String[] classes, String... members) throws Exception {
        TreeSet<String> found = new TreeSet<>();
        for (String name : classes) {
            for (Object owner : owners(name)) {
                for (Object value : members(owner, Arrays.asList(members))) {
                    addAll(found, value);
                }
            }
        }
        return found;
    }

    /** A Java or a Scala collection's strings. */
    private static void addAll(TreeSet<String> found, Object collection) throws Exception {
        if (collection instanceof Iterable) {
            for (Object name : (Iterable<?>) collection) {
                found.add((String) name);
            }
            return;
        }
        Object iterator = call(collection, "iterator");
        while ((boolean) call(iterator, "hasNext")) {
            found.add((String) call(iterator, "next"));
        }
    }

    private static Object call(Object target, String name) throws Exception {
        Method method = target.getClass().getMethod(name);
        method.setAccessible(true);
        return method.invoke(target);
    }

    /** The class itself, and the single object of a Scala one. */
    private static List<Object> owners(String name) throws Exception {
        List<Object> found = new ArrayList<>();
        for (String candidate : new String[] {name, name + "$"}) {
            Class<?> type;
            try {
                type = Class.forName(candidate);
            } catch (ClassNotFoundException error) {
                continue;
            }
            found.add(type);
            try {
                found.add(type.getField("MODULE$").get(null));
            } catch (NoSuchFieldException error) {
                continue;
            }
        }
        return found;
    }

    /** The values of an owner's definitions, or of its fields of those names, whatever Scala made of the names. */
    private static List<Object> members(Object owner, List<String> names) throws Exception {
        List<Object> found = new ArrayList<>();
        boolean isClass = owner instanceof Class;
        for (Field field : (isClass ? (Class<?>) owner : owner.getClass()).getDeclaredFields()) {
            boolean isWanted = names == null
                ? ConfigDef.class.isAssignableFrom(field.getType())
                : names.stream().anyMatch(name -> field.getName().equals(name) || field.getName().endsWith("$" + name));
            boolean isStatic = Modifier.isStatic(field.getModifiers());
            if (isWanted && (isStatic || !isClass)) {
                field.setAccessible(true);
                Object value = field.get(isStatic ? null : owner);
                if (value != null) {
                    found.add(value);
                }
            }
        }
        return found;
    }

    private static String quoted(String text) {
        StringBuilder made = new StringBuilder("\"");
        for (char letter : text.toCharArray()) {
            if (letter == '"' || letter == '\\') {
                made.append('\\').append(letter);
            } else if (letter < ' ') {
                made.append(String.format("\\u%04x", (int) letter));
            } else {
                made.append(letter);
            }
        }
        return made.append('"').toString();
    }
}
